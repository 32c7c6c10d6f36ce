"""Calls the service with Python's own gRPC and protobuf; prints one line of JSON for the test. Arguments: descriptors, target."""
import json
import struct
import sys

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

pool = descriptor_pool.DescriptorPool()
with open(sys.argv[1], "rb") as file:
    pool.Add(descriptor_pb2.FileDescriptorProto.FromString(file.read()))


def message(name):
    descriptor = pool.FindMessageTypeByName("inference." + name)
    make = getattr(message_factory, "GetMessageClass", None)
    return make(descriptor) if make else message_factory.MessageFactory(pool).GetPrototype(descriptor)


def call(channel, method, request, response, **kwargs):
    return channel.unary_unary(
        "/inference.GRPCInferenceService/" + method,
        request_serializer=lambda m: m.SerializeToString(),
        response_deserializer=message(response).FromString,
    )(request, timeout=20, **kwargs)


with grpc.insecure_channel(sys.argv[2]) as channel:
    answers = {"live": call(channel, "ServerLive", message("ServerLiveRequest")(), "ServerLiveResponse").live}
    metadata = call(channel, "ModelMetadata", message("ModelMetadataRequest")(name="sum"), "ModelMetadataResponse")
    answers["inputs"] = [[i.name, i.datatype, list(i.shape)] for i in metadata.inputs]

    request = message("ModelInferRequest")(model_name="sum", id="py")
    for name, values in (("a", (5.0, 7.0)), ("b", (1.0, 2.0))):
        tensor = request.inputs.add(name=name, datatype="FP32", shape=[2])
        tensor.contents.fp32_contents.extend(values)
    typed = call(channel, "ModelInfer", request, "ModelInferResponse")
    answers["typed"] = [typed.id, [list(o.contents.fp32_contents) for o in typed.outputs]]

    for tensor, values in zip(request.inputs, ((5.0, 7.0), (1.0, 2.0))):
        tensor.ClearField("contents")
        request.raw_input_contents.append(struct.pack("<2f", *values))
    raw = call(channel, "ModelInfer", request, "ModelInferResponse")
    answers["raw"] = [list(struct.unpack("<2f", b)) for b in raw.raw_output_contents]

    try:
        call(channel, "ModelInfer", message("ModelInferRequest")(model_name="no-such"), "ModelInferResponse")
    except grpc.RpcError as error:
        trailers = dict(error.trailing_metadata())
        answers["error"] = [error.code().name, trailers["modelops-code"], len(trailers["grpc-status-details-bin"]) > 0]

print(json.dumps(answers))
