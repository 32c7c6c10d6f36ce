using System.Globalization;
using Microsoft.Extensions.Options;

namespace ModelOps.Drift.Validation;

/// <summary>Collects what is wrong with the settings of a section: each key with its value and what mends it.</summary>
internal sealed class SettingsCheck(string section)
{
    private readonly ValidateOptionsResultBuilder _result = new();

    internal void Require(bool holds, string key, object? value, string mend)
    {
        if (!holds) { _result.AddError(string.Create(CultureInfo.InvariantCulture, $"{section}:{key} is {value}. {mend}")); }
    }

    internal void Add(string problem) => _result.AddError(problem);

    internal ValidateOptionsResult Build() => _result.Build();
}
