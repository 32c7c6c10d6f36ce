namespace ModelOps.Serving;

/// <summary>The experiments of the traffic policies, and their results in this process.</summary>
/// <remarks>Thread-safe.</remarks>
public interface IExperiments
{
    /// <summary>Results of the experiments of models that were called since they were set, by model.</summary>
    IReadOnlyList<ExperimentResult> Results { get; }

    /// <summary>Reports what came of a call. One outcome is taken for each call or run of calls of a unit.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="experiment">Name of the experiment.</param>
    /// <param name="key">The unit: the call's <see cref="InferenceContext.RoutingKey"/>, or its <see cref="InferenceRequest.Id"/> when it had none.</param>
    /// <param name="value">The value, finite.</param>
    /// <returns>False when no call of this unit is waiting for an outcome: none was enrolled, too long ago, or its outcome is known.</returns>
    /// <exception cref="ArgumentException">The value is not finite.</exception>
    bool RecordOutcome(string model, string experiment, string key, double value);
}
