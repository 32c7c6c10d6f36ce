"""The peer of Python: a FastAPI service that answers the same body with the same forest by XGBoost, as a team would write it."""
import os

import numpy
import xgboost
from fastapi import FastAPI
from pydantic import BaseModel

booster = xgboost.Booster({"nthread": 1})
booster.load_model(os.environ["MODEL"])
app = FastAPI()


class Tensor(BaseModel):
    name: str
    datatype: str
    shape: list[int]
    data: list[float]


class Request(BaseModel):
    inputs: list[Tensor]


@app.post("/v2/models/forest/infer")
async def infer(request: Request):
    tensor = request.inputs[0]
    scores = booster.inplace_predict(numpy.array(tensor.data, dtype=numpy.float32).reshape(tensor.shape))
    return {
        "model_name": "forest",
        "outputs": [{"name": "y", "datatype": "FP32", "shape": [len(scores), 1], "data": scores.tolist()}],
    }
