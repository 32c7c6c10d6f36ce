namespace ModelOps.Registry.Tracking.Tables;

/// <summary>Statuses in the tables, as filters write them.</summary>
internal static class StoredStatus
{
    public static string Of(RunStatus status) => status switch
    {
        RunStatus.Scheduled => "SCHEDULED",
        RunStatus.Finished => "FINISHED",
        RunStatus.Failed => "FAILED",
        RunStatus.Killed => "KILLED",
        _ => "RUNNING",
    };

    public static RunStatus ToRun(string status) => status switch
    {
        "SCHEDULED" => RunStatus.Scheduled,
        "FINISHED" => RunStatus.Finished,
        "FAILED" => RunStatus.Failed,
        "KILLED" => RunStatus.Killed,
        _ => RunStatus.Running,
    };

    public static string Of(LoggedModelStatus status) => status switch
    {
        LoggedModelStatus.Ready => "READY",
        LoggedModelStatus.UploadFailed => "UPLOAD_FAILED",
        _ => "PENDING",
    };

    public static LoggedModelStatus ToModel(string status) => status switch
    {
        "READY" => LoggedModelStatus.Ready,
        "UPLOAD_FAILED" => LoggedModelStatus.UploadFailed,
        _ => LoggedModelStatus.Pending,
    };
}
