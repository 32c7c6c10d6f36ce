using Grpc.Core;

namespace ModelOps.Serving.AspNetCore.Grpc;

/// <summary>What a call says beside its message.</summary>
internal static class CallContext
{
    /// <summary>Takes over the call's deadline, when it is sooner than the one that the message asks for.</summary>
    public static void Read(InferenceContext context, ServerCallContext call)
    {
        if (call.Deadline == DateTime.MaxValue) { return; }
        DateTimeOffset deadline = new(call.Deadline.ToUniversalTime());
        if (context.Deadline is not { } asked || deadline < asked) { context.Deadline = deadline; }
    }
}
