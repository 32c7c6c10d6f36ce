namespace ModelOps.Registry.AspNetCore.Mlflow.Models;

/// <summary>Stages by the names of the API, in any case; others are those that the host declared.</summary>
internal static class StageNames
{
    public const string None = "None";
    public const string Archived = "Archived";
    private static readonly string[] Known = [None, "Staging", "Production", Archived];

    public static string Canonical(string stage) => Array.Find(Known, k => k.Equals(stage, StringComparison.OrdinalIgnoreCase)) ?? stage;
}
