namespace ModelOps;

/// <summary>The types of a predictor, or the parts of a pipeline, do not fit a model's signature.</summary>
public sealed class ModelSignatureMismatchException : ModelOpsException
{
    /// <summary>Makes the error.</summary>
    /// <param name="model">Model.</param>
    /// <param name="differences">Every difference, each a clause such as <c>House.Area is written to input 'a', which the model does not have</c>.</param>
    public ModelSignatureMismatchException(string model, IReadOnlyList<string> differences)
        : base(
            ModelOpsErrorKind.FailedPrecondition,
            ModelOpsErrorCodes.ModelSignatureMismatch,
            $"Model '{model}' does not fit its use: {string.Join("; ", differences)}. Change the types to the model's signature, or serve a model that has theirs.")
    {
        Model = model;
        Differences = differences;
    }

    /// <summary>Model.</summary>
    public string Model { get; }

    /// <summary>Every difference.</summary>
    public IReadOnlyList<string> Differences { get; }
}
