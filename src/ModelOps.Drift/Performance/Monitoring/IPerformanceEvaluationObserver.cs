namespace ModelOps.Drift.Performance.Monitoring;

/// <summary>Is told of every window of performance that this process evaluates: alerts, history, actions.</summary>
/// <remarks>Register as many as wanted in the services. They are called one after another, off the path of calls. One that throws is logged and
/// does not keep the others from being told. Each replica tells of its own traffic.</remarks>
public interface IPerformanceEvaluationObserver
{
    /// <summary>A window was evaluated.</summary>
    /// <param name="evaluation">What was found.</param>
    /// <param name="cancellationToken">Ends the call early, when the host stops.</param>
    /// <returns>A task that ends when the observer is done with it.</returns>
    ValueTask OnEvaluatedAsync(PerformanceEvaluation evaluation, CancellationToken cancellationToken = default);
}
