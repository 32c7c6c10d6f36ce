namespace ModelOps;

/// <summary>Moves aliases only when the gates of a policy allow it.</summary>
/// <remarks>Thread-safe.</remarks>
public interface IPromotionService
{
    /// <summary>Asks all gates, and moves nothing: for continuous integration and for people.</summary>
    /// <param name="request">What would be promoted.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>What each gate says.</returns>
    /// <exception cref="ModelNotFoundException">No such model.</exception>
    /// <exception cref="ModelVersionNotFoundException">The model has no such version.</exception>
    Task<PromotionDecision> EvaluateAsync(PromotionRequest request, CancellationToken cancellationToken = default);

    /// <summary>Asks all gates and, when none refuses, moves the alias; the decision is kept as the move's evidence, in the same transaction.</summary>
    /// <param name="request">What to promote.</param>
    /// <param name="cancellationToken">Ends the call early; the alias has not moved then.</param>
    /// <returns>The decision and the alias.</returns>
    /// <exception cref="PromotionRefusedException">A gate refuses; its reasons are in the error. The alias has not moved.</exception>
    /// <exception cref="AliasConflictException">The alias was moved while the gates were asked, so the decision rests on a champion that is none any more.</exception>
    /// <exception cref="ModelNotFoundException">No such model.</exception>
    /// <exception cref="ModelVersionNotFoundException">The model has no such version.</exception>
    Task<PromotionResult> PromoteAsync(PromotionRequest request, CancellationToken cancellationToken = default);

    /// <summary>Records that someone approves a version: for these bytes, so that it counts for no other.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="number">Running number of the version.</param>
    /// <param name="approver">Who approves; the host has made sure that it is they. 1 to 200 characters.</param>
    /// <param name="comment">Why, for people; null for nothing.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>A task that ends when the approval is kept.</returns>
    /// <exception cref="ArgumentException">The approver's name is empty or too long.</exception>
    /// <exception cref="ModelVersionNotFoundException">The model has no such version.</exception>
    Task ApproveAsync(string model, long number, string approver, string? comment = null, CancellationToken cancellationToken = default);
}
