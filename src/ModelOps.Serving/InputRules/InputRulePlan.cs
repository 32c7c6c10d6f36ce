using System.Collections.Frozen;

namespace ModelOps.Serving.InputRules;

/// <summary>The rules of all models. Immutable.</summary>
internal sealed record InputRulePlan(FrozenDictionary<string, ModelInputRules> Models, int MaxViolations, bool TellsValues);
