namespace ModelOps.Registry.AspNetCore.Mlflow.Wire;

/// <summary>Names of the API for what our contracts enumerate. The numbers are those of the API's schema, which some clients send.</summary>
internal static class MlflowNames
{
    public const string LoggedModelPrefix = "LOGGED_MODEL_";

    public static string Of(RunStatus status) => status switch
    {
        RunStatus.Running => "RUNNING",
        RunStatus.Scheduled => "SCHEDULED",
        RunStatus.Finished => "FINISHED",
        RunStatus.Failed => "FAILED",
        _ => "KILLED",
    };

    public static string Of(LifecycleStage stage) => stage == LifecycleStage.Deleted ? "deleted" : "active";

    public static string Of(LoggedModelStatus status) => status switch
    {
        LoggedModelStatus.Pending => "LOGGED_MODEL_PENDING",
        LoggedModelStatus.Ready => "LOGGED_MODEL_READY",
        _ => "LOGGED_MODEL_UPLOAD_FAILED",
    };

    public static RunStatus? RunStatusOf(string field, string? name) => name switch
    {
        null or "" => null,
        "RUNNING" or "1" => RunStatus.Running,
        "SCHEDULED" or "2" => RunStatus.Scheduled,
        "FINISHED" or "3" => RunStatus.Finished,
        "FAILED" or "4" => RunStatus.Failed,
        "KILLED" or "5" => RunStatus.Killed,
        _ => throw MlflowFields.Wrong(field, "one of RUNNING, SCHEDULED, FINISHED, FAILED, KILLED"),
    };

    public static LoggedModelStatus LoggedModelStatusOf(string field, string name) => name switch
    {
        "LOGGED_MODEL_PENDING" or "1" => LoggedModelStatus.Pending,
        "LOGGED_MODEL_READY" or "2" => LoggedModelStatus.Ready,
        "LOGGED_MODEL_UPLOAD_FAILED" or "3" => LoggedModelStatus.UploadFailed,
        _ => throw MlflowFields.Wrong(field, "one of LOGGED_MODEL_PENDING, LOGGED_MODEL_READY, LOGGED_MODEL_UPLOAD_FAILED"),
    };

    public static LifecycleView ViewOf(string field, string? name) => name switch
    {
        null or "" or "ACTIVE_ONLY" or "1" => LifecycleView.ActiveOnly,
        "DELETED_ONLY" or "2" => LifecycleView.DeletedOnly,
        "ALL" or "3" => LifecycleView.All,
        _ => throw MlflowFields.Wrong(field, "one of ACTIVE_ONLY, DELETED_ONLY, ALL"),
    };
}
