using ModelOps.Registry.AspNetCore.Mlflow.Wire;

namespace ModelOps.Registry.AspNetCore.Mlflow.Models;

/// <summary>Names of models in requests, refused as the original refuses them before anything is looked up.</summary>
internal static class ModelNames
{
    /// <exception cref="MlflowRefusedException">It is missing, or no name.</exception>
    public static string ModelName(this MlflowFields fields, string field = "name")
    {
        string name = fields.Required(field);
        if (ModelReference.IsName(name)) { return name; }
        string shown = name.Length > 256 ? name[..256] + "…" : name;
        throw MlflowRefusedException.Invalid(name.AsSpan().ContainsAny('/', ':')
            ? $"Invalid model name '{shown}'. Names cannot contain '/' or ':'."
            : $"Invalid model name '{shown}': {ModelReference.NameRule}.");
    }
}
