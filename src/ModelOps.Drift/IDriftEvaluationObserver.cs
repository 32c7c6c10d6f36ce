namespace ModelOps.Drift;

/// <summary>Is told of every evaluation that drift monitoring makes, drifted or not: alerts, history, actions.</summary>
/// <remarks>Register as many as wanted in the services. They are called one after another, off the path of calls. One that throws is logged and
/// does not keep the others from being told.</remarks>
public interface IDriftEvaluationObserver
{
    /// <summary>Whether it is told of each window on every replica that evaluates, and not only on the one that tells of the window: for observers that follow drift from window to window, since another
    /// replica may tell of the next one. They look at <see cref="DriftEvaluation.Tells"/> before they act. Default false.</summary>
    bool FollowsEveryWindow => false;

    /// <summary>A window was evaluated.</summary>
    /// <param name="evaluation">What was found.</param>
    /// <param name="cancellationToken">Ends the call early, when the host stops.</param>
    /// <returns>A task that ends when the observer is done with it.</returns>
    ValueTask OnEvaluatedAsync(DriftEvaluation evaluation, CancellationToken cancellationToken = default);
}
