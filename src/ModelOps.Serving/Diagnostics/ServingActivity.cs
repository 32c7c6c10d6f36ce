using System.Diagnostics;
using ModelOps.Serving.Batching;

namespace ModelOps.Serving.Diagnostics;

internal static class ServingActivity
{
    private static readonly SpanNames CallNames = new("infer ");

    public static ActivitySource Source { get; } = new(new ActivitySourceOptions(ModelOpsDiagnostics.ActivitySourceName));

    /// <summary>Begins the span of a call; null, at no cost, when nobody listens or no sampler takes it.</summary>
    public static Activity? Start(ModelReference model)
    {
        if (!Source.HasListeners()) { return null; }
        Activity? activity = Source.StartActivity(CallNames.Of(model.Name));
        if (activity is { IsAllDataRequested: true }) { activity.SetTag(ModelOpsTagNames.Model, model.Name); }
        return activity;
    }

    /// <summary>Begins the span of a run that calls share, linked to theirs; null, at no cost, when nobody listens.</summary>
    public static Activity? StartBatch(string model, string version, List<BatchSlice> slices, int rows)
    {
        if (!Source.HasListeners()) { return null; }
        ActivityLink[] links = [.. slices.Where(static s => s.Call.Span != default).Select(static s => new ActivityLink(s.Call.Span))];
        Activity? activity = Source.StartActivity($"batch {model}", ActivityKind.Internal, default(ActivityContext), tags: null, links);
        if (activity is { IsAllDataRequested: true })
        {
            activity.SetTag(ModelOpsTagNames.Model, model);
            activity.SetTag(ModelOpsTagNames.Version, version);
            activity.SetTag("modelops.batching.rows", rows);
            activity.SetTag("modelops.batching.calls", slices.Count);
        }

        return activity;
    }

    public static void Succeed(this Activity activity, string version) => activity.SetTag(ModelOpsTagNames.Version, version);

    public static void Fail(this Activity activity, string errorType)
    {
        activity.SetTag(ModelOpsTagNames.ErrorType, errorType);
        activity.SetStatus(ActivityStatusCode.Error);
    }
}
