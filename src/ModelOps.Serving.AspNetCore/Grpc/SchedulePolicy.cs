using Google.Protobuf.Collections;
using ModelOps.OpenInference.Protos;
using ModelOps.OpenInference.Rpc;
using ModelOps.OpenInference.Wire;

namespace ModelOps.Serving.AspNetCore.Grpc;

/// <summary>Reads the parameters of a request: those of the schedule policy extension into its context, the others as they are.</summary>
/// <remarks>Source: Triton's schedule policy extension: <c>priority</c> (1 the most urgent, 0 the model's own) and <c>timeout</c> in microseconds.</remarks>
internal static class SchedulePolicy
{
    /// <summary>A longer time is no deadline.</summary>
    private const ulong MaxTimeoutMicroseconds = 1_000_000UL * 60 * 60 * 24 * 365;

    public static void Read(InferenceRequest request, MapField<string, InferParameter> messages, DateTimeOffset now)
    {
        foreach ((string name, InferParameter message) in messages)
        {
            if (!ParameterMessage.TryRead(message, out InferenceParameter parameter)) { throw WireErrors.Wrong(name, "a parameter with a value"); }
            switch (name)
            {
                case "priority": request.Context.Priority = (int)Whole(name, parameter, int.MaxValue); break;
                case "timeout": SetDeadline(request.Context, Whole(name, parameter, ulong.MaxValue), now); break;
                case "headers" or "binary_data_output": break; // reserved: they say something about the transport
                default:
                    if (!name.StartsWith("triton_", StringComparison.Ordinal)) { request.Parameters.Set(name, parameter); }
                    break;
            }
        }
    }

    private static void SetDeadline(InferenceContext context, ulong microseconds, DateTimeOffset now)
    {
        if (microseconds is 0 or > MaxTimeoutMicroseconds) { return; }
        context.Deadline = now + TimeSpan.FromMicroseconds(microseconds);
    }

    private static ulong Whole(string name, InferenceParameter parameter, ulong largest) =>
        parameter.TryGet(out ulong value) && value <= largest ? value : throw WireErrors.Wrong(name, $"a whole number from 0 to {largest}");
}
