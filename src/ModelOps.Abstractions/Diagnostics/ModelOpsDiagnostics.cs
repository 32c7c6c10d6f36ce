namespace ModelOps;

/// <summary>Names under which ModelOps emits metrics and traces. They are part of the API.</summary>
public static class ModelOpsDiagnostics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "ModelOps";

    /// <summary>Name of the activity source.</summary>
    public const string ActivitySourceName = "ModelOps";
}
