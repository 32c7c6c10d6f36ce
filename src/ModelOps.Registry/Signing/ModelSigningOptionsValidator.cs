using Microsoft.Extensions.Options;

namespace ModelOps.Registry.Signing;

internal sealed class ModelSigningOptionsValidator : IValidateOptions<ModelSigningOptions>
{
    public ValidateOptionsResult Validate(string? name, ModelSigningOptions options)
    {
        ValidateOptionsResultBuilder result = new();
        foreach ((string key, string text) in options.Keys)
        {
            if (SigningPolicy.TryReadKey(key, text) is null)
            {
                Fail($"Keys:{key}", "no public key that can be read", "Use PEM with an Ed25519 key or an ECDSA key on P-256, P-384 or P-521, or the path of a file that holds it.");
            }
        }

        Check("Default", options.Default);
        if (options.Default.FormerNames.Count > 0) { Fail("Default:FormerNames", "set for every model", "Set it in the rule of the model that was renamed."); }
        foreach ((string model, ModelSigningRule rule) in options.Models)
        {
            if (ModelReference.IsName(model)) { Check($"Models:{model}", rule); }
            else { Fail($"Models:{model}", "no name of a model", "Name a model, such as 'demand'."); }
        }

        return result.Build();

        void Check(string path, ModelSigningRule rule)
        {
            foreach (string unknown in rule.Keys.Where(k => !options.Keys.ContainsKey(k)))
            {
                Fail($"{path}:Keys", $"'{unknown}'", $"Use names of {ModelSigningOptions.SectionName}:Keys ({string.Join(", ", options.Keys.Keys)}).");
            }

            foreach ((string former, long last) in rule.FormerNames)
            {
                if (!ModelReference.IsName(former)) { Fail($"{path}:FormerNames:{former}", "no name of a model", "Name a model, such as 'demand'."); }
                if (last < 1) { Fail($"{path}:FormerNames:{former}", $"'{last}'", "Use the number of the last version that was signed under that name."); }
            }

            int keys = rule.Keys.Count > 0 ? rule.Keys.Distinct(StringComparer.Ordinal).Count() : options.Keys.Count;
            if (rule.RequiredSignatures < 0 || rule.RequiredSignatures > keys)
            {
                Fail($"{path}:RequiredSignatures", $"'{rule.RequiredSignatures}'", $"Use 0 to {keys}, the number of keys whose signatures count, or add keys.");
            }
        }

        void Fail(string key, string value, string mend) => result.AddError($"{ModelSigningOptions.SectionName}:{key} is {value}. {mend}");
    }
}
