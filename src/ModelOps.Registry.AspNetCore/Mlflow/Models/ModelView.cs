namespace ModelOps.Registry.AspNetCore.Mlflow.Models;

/// <summary>A model with its newest version in each stage.</summary>
internal sealed record ModelView(RegisteredModel Model, IReadOnlyList<RegisteredVersion> Latest);
