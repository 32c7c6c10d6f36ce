using Microsoft.Extensions.Options;

namespace ModelOps.Registry.AspNetCore.Events;

/// <summary>Checks <see cref="RegistryEventsOptions"/>.</summary>
internal sealed class RegistryEventsOptionsValidator : IValidateOptions<RegistryEventsOptions>
{
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(10);

    public ValidateOptionsResult Validate(string? name, RegistryEventsOptions options)
    {
        List<string> errors = [];
        if (options.Heartbeat < TimeSpan.FromSeconds(1) || options.Heartbeat > s_longest)
        {
            errors.Add($"{RegistryEventsOptions.SectionName}:{nameof(options.Heartbeat)} is {options.Heartbeat}. Give a time from 1 second to 10 minutes.");
        }

        if (options.MaxStreams < 1) { errors.Add($"{RegistryEventsOptions.SectionName}:{nameof(options.MaxStreams)} is {options.MaxStreams}. Give at least 1."); }
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
