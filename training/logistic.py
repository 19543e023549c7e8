"""Logistic regression, by which the training scripts calibrate what the models call confidence."""

import numpy as np


def logistic(x: np.ndarray, y: np.ndarray, ridge: float) -> np.ndarray:
    """Weights of the columns of x [rows, features] for y (0 or 1) by Newton's method; the constant is a column of x."""
    w = np.zeros(x.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ w))
        w += np.linalg.solve((x.T * (p * (1 - p))) @ x + np.eye(len(w)) * ridge, x.T @ (y - p) - ridge * w)
    return w
