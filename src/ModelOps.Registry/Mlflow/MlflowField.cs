namespace ModelOps.Registry.Mlflow;

/// <summary>One input, output or property in an MLflow signature.</summary>
/// <param name="Name">Name; null where MLflow gives none, as to the single output of many models.</param>
/// <param name="Type">Type.</param>
public sealed record MlflowField(string? Name, MlflowType Type)
{
    /// <summary>Whether it must be there. Default true.</summary>
    public bool IsRequired { get; init; } = true;
}
