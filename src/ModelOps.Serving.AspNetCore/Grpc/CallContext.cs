using Grpc.Core;
using ModelOps.OpenInference.Protos;
using ModelOps.OpenInference.Rpc;
using ModelOps.OpenInference.Wire;
using ModelOps.Serving.AspNetCore.Endpoints;

namespace ModelOps.Serving.AspNetCore.Grpc;

/// <summary>What a call says beside its tensors: headers, deadline, parameters.</summary>
internal sealed class CallContext(CallHeaders headers, TimeProvider timeProvider)
{
    /// <summary>Takes it over into a request that was reset. Of several time limits the shortest holds.</summary>
    /// <exception cref="InvalidInferenceRequestException">A header or parameter cannot be read.</exception>
    public void Read(InferenceRequest request, ModelInferRequest message, ServerCallContext call)
    {
        headers.Read(call.GetHttpContext(), request.Context);
        if (call.Deadline != DateTime.MaxValue) { request.Context.Deadline = Earlier(request.Context.Deadline, new DateTimeOffset(call.Deadline.ToUniversalTime())); }
        foreach ((string name, InferParameter parameter) in message.Parameters)
        {
            if (!ParameterMessage.TryRead(parameter, out InferenceParameter value)) { throw WireErrors.Wrong(name, "a parameter with a value"); }
            if (name != "binary_data_output") { RequestParameters.Apply(request, name, value, timeProvider); } // that one is REST's
        }
    }

    private static DateTimeOffset Earlier(DateTimeOffset? one, DateTimeOffset other) => one is { } first && first < other ? first : other;
}
