namespace ModelOps.Serving;

/// <summary>The split that a rollout has set for a model, and what is told of its calls: one thing, so that no call is judged by the wrong weights.</summary>
/// <param name="Variants">The split; champion first.</param>
/// <param name="CanaryVersion">Version of the second variant: its calls go to this version, so that an alias that is moved meanwhile gets none of them.</param>
/// <param name="Recorder">Is told of each call; its arms are the variants, in order. Null when the rollout only holds the split.</param>
internal sealed record TrafficTap(IReadOnlyList<TrafficVariant> Variants, string CanaryVersion, CallRecorder? Recorder);
