# %% [markdown]
# # Start here
#
# This course teaches one thing completely: **how a gradient travels back through a convolution**. You begin with a 3x3 picture and a 2x2
# filter on paper. You write every step yourself, in NumPy. This page takes five minutes and shows how the notebooks work.
#
# ## The lessons
#
# | Lesson | You will build | Minutes |
# |---|---|---|
# | [1 · Convolution by hand](01_convolution_by_hand/01_convolution_by_hand.ipynb) | the forward pass | 45 |
# | [2 · Backprop by hand](02_backprop_by_hand/02_backprop_by_hand.ipynb) | the backward pass, and a way to test it | 75 |
# | [3 · Gradients are convolutions](03_gradients_are_convolutions/03_gradients_are_convolutions.ipynb) | both gradients as convolutions, and the layer as one matrix | 70 |
# | [4 · Padding and stride](04_padding_and_stride/04_padding_and_stride.ipynb) | a layer with padding and stride, and its way back | 90 |
# | [5 · Channels and batches](05_channels_and_batches/05_channels_and_batches.ipynb) | the whole layer with loops, forward and backward | 90 |
# | [6 · Vectorize](06_vectorize/06_vectorize.ipynb) | the whole layer as one matrix product | 95 |
# | [7 · The other layers](07_the_other_layers/07_the_other_layers.ipynb) | ReLU, pooling, linear, softmax with cross-entropy | 110 |
# | [8 · Train a ConvNet](08_train_a_convnet/08_train_a_convnet.ipynb) | a network, and the loop that trains it on Fashion-MNIST | 120 |
# | [9 · Debug and race](09_debug_and_race/09_debug_and_race.ipynb) | a test that catches every planted bug | 90 |
#
# Do them in order. Each notebook stands alone: what earlier lessons built lies in a file `given.py` beside it. Each lesson also ends with
# a question to answer in words, which a person reads.
#
# The same notebooks run in three places, and you can change between them with the file that you download:
#
# | Where | What it takes |
# |---|---|
# | your browser alone, on the course's site | nothing; your work stays in this browser |
# | Google Colab | a Google account; run the first cell of each notebook |
# | your own computer | Python 3.11, and the two commands in the README |
#
# ## 1 · Run
#
# Click on the cell below and press **Shift + Enter**. The cell runs, and the next one is selected.

# %%
import numpy as np

from convlib.lab import check, plots

plots.arrays(X=[[1, 2, 3], [4, 5, 6]])

# %% [markdown]
# Where a picture shows several steps, you get a player with a slider. *All steps* shows them side by side. Try it: press play, or drag
# the slider.

# %%
plots.sliding([[1, 2, 3], [4, 5, 6]], [[1, 0], [0, 1]])

# %% [markdown]
# ## 2 · Write and check
#
# An exercise is a cell with the line `raise NotImplementedError()`. Replace this line, and the comment above it, by your own code. Then run the cell, and
# the check below it. The check tries your function on small inputs at once and says what holds. You may run it as often as you
# like.
#
# Try it: write a function that returns the sum of all entries of `X`. For the first try, return the *largest* entry on purpose,
# `return X.max()`, and see what the check says.

# %% exercise="warm_up"
from convlib.course.by_hand import warm_up

# %% check="warm_up"
check.warm_up(warm_up)

# %% [markdown]
# The check begins with what is wrong: the line of your code that stopped, or the mistake, if it knows it, and where to reread. Below, it shows
# the smallest case that fails: what was expected beside what it got. Then it lists what holds (✓), what does not (✗), and
# what cannot be tested yet (–). Now fix the function and run both cells again.
#
# - After a change, run the exercise cell *and* the check. The check tries the version that ran last.
# - A cell shows `[*]` and does not end? It is still running, perhaps in a loop that never ends. Press **Stop** (■) in the toolbar.
#   A check stops your function by itself after ten seconds, and says in which line it was.
# - In your browser alone, there are no threads and no PyTorch, and **Stop** cannot end a loop: choose **Kernel › Restart Kernel**, which keeps
#   your code and progress, and then **Run › Run All Above Selected Cell**.
# - `NameError`? A cell further up has not run yet. Choose **Run › Run All Above Selected Cell**.
# - A reopened notebook still shows its pictures and players, but Python has forgotten your functions. Choose **Run › Run All Cells**.
#
# ## 3 · How far am I?
#
# This cell shows, over all lessons, which checks pass, your points, and what comes next. Run it again whenever you like, here or in
# any lesson. It reads a small file `progress.json`, which the checks write beside the notebooks. Your grade does not depend on it.

# %%
check.progress()

# %% [markdown]
# Lessons are sometimes corrected while you work on them. In your browser alone, your own copy stays as it is, and this cell saves a newer
# release beside it.

# %%
check.releases()

# %% [markdown]
# ## 4 · Stuck?
#
# Below most exercises there are three hints, folded away. Open them one at a time. The third one nearly says it.
#
# <details><summary>Hint: click here</summary>
#
# `X.sum()` adds up all entries.
# </details>
#
# ## 5 · Validate and hand in
#
# When a lesson is done:
#
# 1. Each lesson has one question to answer in words. Double-click on `YOUR ANSWER HERE`, write, and press Shift + Enter.
# 2. Press **Validate** in the toolbar. It runs the whole notebook from top to bottom, as your instructor will, and says which
#    checks do not pass yet. It also names a written answer that is still empty. In your browser alone there is no such button: choose
#    **Run › Run All Cells**. You can hand in unfinished work: each exercise counts by itself.
# 3. Run the last cell, `check.hand_in()`. It says which exercises are missing, and its button saves the notebook and downloads it.
# 4. Upload the downloaded `.ipynb` file where your course collects it.
#
# When your work is graded, your functions are tried on *other* numbers than those in the checks. A function that is right passes both.
#
# ## Rules of the house
#
# - Write your answers into the exercise cells. You may add cells of your own anywhere.
# - Cells with checks are locked. Do not delete them; a deleted one comes back when your work is graded.
# - Each exercise must take less than a few seconds. None of them needs more than a blink.
#
# Ready? Open [lesson 1](01_convolution_by_hand/01_convolution_by_hand.ipynb).
