using System.Text.Json;

namespace ModelOps.Registry.Mlflow;

/// <summary>One inference parameter in an MLflow signature.</summary>
/// <param name="Name">Name.</param>
/// <param name="Type">Type of the value, or of its elements when it is a list.</param>
/// <param name="Default">Value when none is given, as JSON.</param>
/// <param name="IsList">Whether the value is a list.</param>
public sealed record MlflowParameter(string Name, MlflowType Type, JsonElement Default, bool IsList = false);
