namespace ModelOps.Registry.AspNetCore.Mlflow;

/// <summary>What a caller must be allowed to do.</summary>
internal enum MlflowPermission
{
    Read,
    Write,
    Manage,
}
