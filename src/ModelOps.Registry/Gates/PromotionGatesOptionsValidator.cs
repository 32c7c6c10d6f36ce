using Microsoft.Extensions.Options;

namespace ModelOps.Registry.Gates;

internal sealed class PromotionGatesOptionsValidator : IValidateOptions<PromotionGatesOptions>
{
    public ValidateOptionsResult Validate(string? name, PromotionGatesOptions options)
    {
        ValidateOptionsResultBuilder result = new();
        foreach ((int index, PromotionPolicy policy) in options.Policies.Index())
        {
            foreach (IPromotionGate gate in policy.Gates)
            {
                if (PolicyRules.Check(gate) is { } error) { result.AddError($"{PromotionGatesOptions.SectionName}: policy {index}, gate '{gate.Name}': {error}"); }
            }
        }

        try
        {
            PolicyFiles.Read(options);
        }
        catch (PromotionPolicyException error)
        {
            result.AddError($"{PromotionGatesOptions.SectionName}:{nameof(options.PolicyFile)}: {error.Message}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            result.AddError($"{PromotionGatesOptions.SectionName}:{nameof(options.PolicyFile)} cannot be read. Name a file that is there, or leave it out.");
        }

        return result.Build();
    }
}
