using System.Diagnostics;

namespace ModelOps.OpenInference.Diagnostics;

internal static class ClientActivity
{
    private static readonly ActivitySource Source = new(new ActivitySourceOptions(ModelOpsDiagnostics.ActivitySourceName));

    /// <summary>Begins the span of a call; null, at no cost, when nobody listens. The connection sends it on as <c>traceparent</c>.</summary>
    public static Activity? Start(ModelReference model)
    {
        if (!Source.HasListeners()) { return null; }
        Activity? activity = Source.StartActivity($"call {model.Name}", ActivityKind.Client);
        if (activity is { IsAllDataRequested: true }) { activity.SetTag(ModelOpsTagNames.Model, model.Name); }
        return activity;
    }

    public static void Fail(this Activity activity, string errorType)
    {
        activity.SetTag(ModelOpsTagNames.ErrorType, errorType);
        activity.SetStatus(ActivityStatusCode.Error);
    }
}
