using Microsoft.Extensions.DependencyInjection;
using ModelOps.Registry.Signing;

namespace ModelOps.Registry.Gates;

/// <summary>The version must be signed with a trusted key, every byte as it was signed. Needs <c>AddModelSigning()</c>.</summary>
public sealed record SignedGate : IPromotionGate
{
    /// <inheritdoc/>
    public string Name => "signed";

    /// <inheritdoc/>
    public async ValueTask<GateResult> EvaluateAsync(PromotionContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Services.GetService<VersionSigning>() is not { } signing)
        {
            return Gate.Refused(Name, GateReasonCodes.NotSetUp, "Nothing verifies signatures. Call AddModelSigning().");
        }

        try
        {
            VerifiedModel verified = await signing.VerifyAsync(context.Candidate, cancellationToken).ConfigureAwait(false);
            return verified.Keys.Count > 0
                ? Gate.Passed(Name, ("keys", verified.Keys.Count))
                : Gate.Refused(Name, GateReasonCodes.SignatureRefused, "The rule of the model asks for no signature, so none was verified. Name the trusted keys for it.");
        }
        catch (ModelSigningException error)
        {
            return Gate.Refused(Name, GateReasonCodes.SignatureRefused, $"{error.Failure}: {error.Message}");
        }
    }
}
