using ModelOps.OpenInference.Wire;

namespace ModelOps.Serving.AspNetCore.Endpoints;

/// <summary>What the parameters of a request mean to the server: the same for REST and gRPC.</summary>
/// <remarks>Source: Triton's extension of the protocol for schedule policies, and its reserved names. The names of its extension for
/// sequences are the model's own business: they are handed on like any other.</remarks>
internal static class RequestParameters
{
    /// <summary>Most parameters of one request.</summary>
    public const int Most = 128;

    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(1);

    /// <summary>Takes a parameter over: a schedule policy into the context of the call, others as they are.</summary>
    /// <exception cref="InvalidInferenceRequestException">It is reserved, there already, or not of its kind.</exception>
    public static void Apply(InferenceRequest request, string name, InferenceParameter value, TimeProvider timeProvider)
    {
        if (name is "priority")
        {
            request.Context.Priority = value.TryGet(out ulong priority) && priority <= int.MaxValue
                ? (int)priority
                : throw WireErrors.Wrong(name, $"a whole number from 0, the model's own priority, to {int.MaxValue}; 1 is the most urgent");
        }
        else if (name is "timeout")
        {
            if (!value.TryGet(out ulong microseconds)) { throw WireErrors.Wrong(name, "a whole number of microseconds, 0 for none"); }
            TimeSpan time = microseconds >= (ulong)LongestTimeout.TotalMicroseconds ? LongestTimeout : TimeSpan.FromMicroseconds(microseconds);
            if (microseconds > 0) { CallHeaders.Limit(request.Context, time, timeProvider); }
        }
        else if (name is "headers" || name.StartsWith("triton_", StringComparison.Ordinal))
        {
            throw new InvalidInferenceRequestException($"The parameter '{name}' is reserved for servers. Leave it out, or give it another name.");
        }
        else
        {
            if (request.Parameters.TryGet(name, out _)) { throw WireErrors.Twice(name); }
            if (request.Parameters.Count == Most) { throw WireErrors.Wrong("parameters", $"an object of at most {Most} members"); }
            request.Parameters.Set(name, value);
        }
    }
}
