using System.Globalization;

namespace ModelOps.Registry.Gates;

/// <summary>A gate whose name another policy uses too.</summary>
internal sealed class NumberedGate(IPromotionGate inner, int number) : IPromotionGate
{
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{inner.Name}#{number}");

    public async ValueTask<GateResult> EvaluateAsync(PromotionContext context, CancellationToken cancellationToken = default) =>
        await inner.EvaluateAsync(context, cancellationToken).ConfigureAwait(false) with { Gate = Name };
}
