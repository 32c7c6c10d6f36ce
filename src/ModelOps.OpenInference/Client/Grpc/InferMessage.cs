using Google.Protobuf;
using ModelOps.OpenInference.Protos;
using ModelOps.OpenInference.Rpc;
using ModelOps.OpenInference.Wire;

namespace ModelOps.OpenInference.Client.Grpc;

/// <summary>Requests and answers as messages.</summary>
internal static class InferMessage
{
    /// <summary>Makes the message of a request over the request's own memory.</summary>
    public static ModelInferRequest Write(InferenceRequest request, long? timeoutMicroseconds)
    {
        (string name, string version) = WireName.Of(request.Model);
        ModelInferRequest message = new() { ModelName = name, ModelVersion = version, Id = request.Id ?? string.Empty };
        ParameterMessage.Write(request.Parameters, message.Parameters);
        if (request.Context.Priority != 0) { message.Parameters["priority"] = new InferParameter { Uint64Param = (ulong)request.Context.Priority }; }
        if (timeoutMicroseconds is { } timeout) { message.Parameters["timeout"] = new InferParameter { Int64Param = timeout }; }
        for (int i = 0; i < request.Inputs.Count; i++)
        {
            InferenceTensor tensor = request.Inputs[i];
            ModelInferRequest.Types.InferInputTensor input = new() { Name = tensor.Name, Datatype = tensor.DataType.ToName() };
            foreach (long dimension in tensor.Shape) { input.Shape.Add(dimension); }
            message.Inputs.Add(input);
            message.RawInputContents.Add(UnsafeByteOperations.UnsafeWrap(tensor.Memory));
        }

        for (int i = 0; i < request.RequestedOutputs.Count; i++)
        {
            message.Outputs.Add(new ModelInferRequest.Types.InferRequestedOutputTensor { Name = request.RequestedOutputs[i] });
        }

        return message;
    }

    /// <summary>Fills a response that was reset, from raw or typed contents.</summary>
    /// <returns>Null when done; else what is wrong with the message.</returns>
    public static string? TryRead(ModelInferResponse message, InferenceResponse response, string model)
    {
        response.ModelName = message.ModelName.Length > 0 ? message.ModelName : model;
        response.ModelVersion = message.ModelVersion;
        response.Id = message.Id.Length > 0 ? message.Id : null;
        foreach ((string name, InferParameter parameter) in message.Parameters)
        {
            if (ParameterMessage.TryRead(parameter, out InferenceParameter value)) { response.Parameters.Set(name, value); }
        }

        int raw = message.RawOutputContents.Count;
        if (raw != 0 && raw != message.Outputs.Count) { return $"it has {raw} raw tensors for {message.Outputs.Count} outputs"; }
        Span<long> room = stackalloc long[WireShape.MaxRank];
        for (int i = 0; i < message.Outputs.Count; i++)
        {
            if (TryRead(message.Outputs[i], raw > 0 ? message.RawOutputContents[i] : null, response, room) is { } wrong)
            {
                return $"its output '{message.Outputs[i].Name}' has {wrong}";
            }
        }

        return null;
    }

    private static string? TryRead(ModelInferResponse.Types.InferOutputTensor output, ByteString? raw, InferenceResponse response, Span<long> room)
    {
        if (!TensorDataTypes.TryParse(output.Datatype, out TensorDataType dataType)) { return "a datatype that is not one of the protocol's"; }
        if (output.Shape.Count > room.Length) { return $"more than {room.Length} dimensions"; }
        for (int i = 0; i < output.Shape.Count; i++)
        {
            room[i] = output.Shape[i];
            if (room[i] < 0) { return "a negative dimension"; }
        }

        ReadOnlySpan<long> shape = room[..output.Shape.Count];
        long? count = WireShape.CountElements(shape);
        if (raw is not null)
        {
            bool holds = dataType == TensorDataType.Bytes ? count <= raw.Length / sizeof(int) : count * dataType.ItemSize() == raw.Length;
            return holds ? response.Outputs.Add(output.Name, dataType, shape).TrySetBytes(raw.Span) : $"{raw.Length} bytes, which its shape and datatype do not take";
        }

        InferTensorContents contents = output.Contents ?? new InferTensorContents();
        if (TensorContents.Count(contents, dataType) != (count ?? -1)) { return "another number of elements than its shape, or another datatype's"; }
        return TensorContents.TryRead(contents, response.Outputs.Add(output.Name, dataType, shape));
    }
}
