namespace ModelOps;

/// <summary>What the start of a host sees of a predictor.</summary>
internal interface IPredictorSetup
{
    ModelReference Model { get; }

    PredictorOptions Options { get; }

    /// <summary>Whether the model answers; a model that is not known yet does not.</summary>
    ValueTask<bool> IsModelReadyAsync(CancellationToken cancellationToken);

    /// <summary>Compares the types with the model's signature.</summary>
    /// <exception cref="ModelSignatureMismatchException">They do not fit.</exception>
    ValueTask CheckAsync(CancellationToken cancellationToken);
}
