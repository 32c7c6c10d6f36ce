namespace ModelOps;

/// <summary>A request cannot be read, or does not fit the model's signature.</summary>
public sealed class InvalidInferenceRequestException : ModelOpsException
{
    /// <summary>Makes the error.</summary>
    /// <param name="message">What was wrong, what was expected, what mends it.</param>
    /// <param name="innerException">The cause, if any.</param>
    public InvalidInferenceRequestException(string message, Exception? innerException = null)
        : base(ModelOpsErrorKind.InvalidArgument, ModelOpsErrorCodes.InvalidRequest, message, innerException)
    {
    }

    /// <summary>Model asked for; null when the request could not be read that far.</summary>
    public string? Model { get; init; }

    /// <summary>Name of the input or output at fault; null when it is the request as a whole.</summary>
    public string? Tensor { get; init; }

    /// <summary>What was expected; null when the message says all.</summary>
    public string? Expected { get; init; }

    /// <summary>What was found; null when the message says all.</summary>
    public string? Actual { get; init; }

    /// <summary>Values that break the model's input rules, up to a bound; empty when it is not about rules.</summary>
    public IReadOnlyList<InputRuleViolation> Violations { get; init; } = [];

    /// <summary>An input does not fit.</summary>
    /// <param name="model">Model asked for.</param>
    /// <param name="input">Input at fault.</param>
    /// <param name="expected">What the signature asks for.</param>
    /// <param name="actual">What was found.</param>
    /// <returns>The error to throw.</returns>
    public static InvalidInferenceRequestException ForInput(string model, string input, string expected, string actual) =>
        new($"Input '{input}' of model '{model}': expected {expected}, found {actual}. The model's metadata lists its inputs.")
        {
            Model = model,
            Tensor = input,
            Expected = expected,
            Actual = actual,
        };

    /// <summary>A requested output is wrong.</summary>
    /// <param name="model">Model asked for.</param>
    /// <param name="output">Output at fault.</param>
    /// <param name="expected">What the signature offers.</param>
    /// <param name="actual">What was found.</param>
    /// <returns>The error to throw.</returns>
    public static InvalidInferenceRequestException ForOutput(string model, string output, string expected, string actual) =>
        new($"Output '{output}' of model '{model}': expected {expected}, found {actual}. The model's metadata lists its outputs.")
        {
            Model = model,
            Tensor = output,
            Expected = expected,
            Actual = actual,
        };
}
