using System.Diagnostics;

namespace ModelOps.Serving.Diagnostics;

internal static class ServingActivity
{
    public static ActivitySource Source { get; } = new(new ActivitySourceOptions(ModelOpsDiagnostics.ActivitySourceName));

    /// <summary>Begins the span of a call; null, at no cost, when nobody listens.</summary>
    public static Activity? Start(ModelReference model)
    {
        if (!Source.HasListeners()) { return null; }
        Activity? activity = Source.StartActivity($"infer {model.Name}");
        if (activity is { IsAllDataRequested: true }) { activity.SetTag(ModelOpsTagNames.Model, model.Name); }
        return activity;
    }

    public static void Succeed(this Activity activity, string version) => activity.SetTag(ModelOpsTagNames.Version, version);

    public static void Fail(this Activity activity, string errorType)
    {
        activity.SetTag(ModelOpsTagNames.ErrorType, errorType);
        activity.SetStatus(ActivityStatusCode.Error);
    }
}
