namespace ModelOps.Serving.Observers;

/// <summary>What metrics, spans and logs call a failure.</summary>
internal static class InferenceError
{
    private const string Cancelled = "cancelled";

    public static string TypeOf(Exception error) =>
        error is ModelOpsException known ? known.Code : error is OperationCanceledException ? Cancelled : error.GetType().FullName!;
}
