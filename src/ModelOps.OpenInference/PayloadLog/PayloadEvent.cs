namespace ModelOps.OpenInference;

/// <summary>A request or an answer as an event of CloudEvents 1.0.</summary>
/// <remarks>Types and the attributes <c>inferenceservicename</c> and <c>endpoint</c> are those of KServe's logger.</remarks>
public sealed record PayloadEvent
{
    /// <summary>Type of the event that holds a request.</summary>
    public const string RequestType = "org.kubeflow.serving.inference.request";

    /// <summary>Type of the event that holds an answer.</summary>
    public const string ResponseType = "org.kubeflow.serving.inference.response";

    /// <summary>Unique among the events of the source.</summary>
    public required string Id { get; init; }

    /// <summary><see cref="RequestType"/> or <see cref="ResponseType"/>.</summary>
    public required string Type { get; init; }

    /// <summary>Source, from the settings.</summary>
    public required string Source { get; init; }

    /// <summary>When the answer was given.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Extension attributes by name: <c>callid</c> (the same for a request and its answer), <c>inferenceservicename</c> (the model), <c>endpoint</c>
    /// (the version that answered) and, where there is a trace, <c>traceparent</c>.</summary>
    public required IReadOnlyDictionary<string, string> Extensions { get; init; }

    /// <summary>The request or answer in the JSON of the Open Inference Protocol.</summary>
    public required ReadOnlyMemory<byte> Data { get; init; }
}
