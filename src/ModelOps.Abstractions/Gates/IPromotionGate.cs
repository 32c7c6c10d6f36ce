namespace ModelOps;

/// <summary>One condition of a promotion.</summary>
/// <remarks>Implementations are thread-safe.</remarks>
public interface IPromotionGate
{
    /// <summary>Name, unique in its policy, e.g. <c>metric:mae</c>; at most 100 characters.</summary>
    string Name { get; }

    /// <summary>Judges a version.</summary>
    /// <param name="context">What is judged.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The verdict. A gate that throws refuses.</returns>
    ValueTask<GateResult> EvaluateAsync(PromotionContext context, CancellationToken cancellationToken = default);
}
