namespace ModelOps;

/// <summary>How far the upload of a logged model is; the names are MLflow's.</summary>
public enum LoggedModelStatus
{
    /// <summary>Its files are being written.</summary>
    Pending,

    /// <summary>Its files are complete.</summary>
    Ready,

    /// <summary>Its files could not be written.</summary>
    UploadFailed,
}
