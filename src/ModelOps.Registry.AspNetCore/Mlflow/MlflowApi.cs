namespace ModelOps.Registry.AspNetCore.Mlflow;

internal static class MlflowApi
{
    /// <summary>The release of MLflow whose API is spoken; clients ask for it to know what they may use.</summary>
    public const string Version = "3.6.0";
}
