using Google.Protobuf;
using ModelOps.OpenInference.Protos;
using ModelOps.OpenInference.Rpc;

namespace ModelOps.Serving.AspNetCore.Grpc;

/// <summary>Makes the message of an answer. Raw tensors are not copied: the message is valid as long as the response's tensors.</summary>
internal static class InferMessageWriter
{
    /// <param name="response">The answer.</param>
    /// <param name="raw">Whether the tensors go raw. They do all the same when one of them has no typed form, since a message has one form.</param>
    public static ModelInferResponse Write(InferenceResponse response, bool raw)
    {
        ModelInferResponse message = new() { ModelName = response.ModelName, ModelVersion = response.ModelVersion, Id = response.Id ?? string.Empty };
        ParameterMessage.Write(response.Parameters, message.Parameters);
        for (int i = 0; i < response.Outputs.Count; i++) { raw |= !TensorContents.CanHold(response.Outputs[i].DataType); }
        for (int i = 0; i < response.Outputs.Count; i++)
        {
            InferenceTensor tensor = response.Outputs[i];
            ModelInferResponse.Types.InferOutputTensor output = new() { Name = tensor.Name, Datatype = tensor.DataType.ToName() };
            foreach (long dimension in tensor.Shape) { output.Shape.Add(dimension); }
            if (raw) { message.RawOutputContents.Add(UnsafeByteOperations.UnsafeWrap(tensor.Memory)); }
            else { output.Contents = TensorContents.Write(tensor); }
            message.Outputs.Add(output);
        }

        return message;
    }
}
