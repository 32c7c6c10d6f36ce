namespace ModelOps;

/// <summary>Conveniences over <see cref="IPromotionService"/>.</summary>
public static class PromotionServiceExtensions
{
    /// <summary>Asks all gates and, when none refuses, moves the alias.</summary>
    /// <param name="service">The service.</param>
    /// <param name="model">Name of the model.</param>
    /// <param name="number">Running number of the version.</param>
    /// <param name="alias">Alias to move, e.g. <c>champion</c>.</param>
    /// <param name="cancellationToken">Ends the call early; the alias has not moved then.</param>
    /// <returns>The decision and the alias.</returns>
    /// <exception cref="PromotionRefusedException">A gate refuses.</exception>
    public static Task<PromotionResult> PromoteAsync(
        this IPromotionService service, string model, long number, string alias, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(service);
        return service.PromoteAsync(new PromotionRequest { Model = model, Number = number, Alias = alias }, cancellationToken);
    }
}
