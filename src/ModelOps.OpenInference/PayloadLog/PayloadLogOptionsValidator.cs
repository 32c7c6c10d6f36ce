using Microsoft.Extensions.Options;

namespace ModelOps.OpenInference.PayloadLog;

internal sealed class PayloadLogOptionsValidator : IValidateOptions<PayloadLogOptions>
{
    public ValidateOptionsResult Validate(string? name, PayloadLogOptions options)
    {
        ValidateOptionsResultBuilder result = new();
        if (options.SampleRate is not (> 0 and <= 1)) { result.AddError($"{Key(nameof(options.SampleRate))} is {options.SampleRate}. Set it above 0 and to 1 at most."); }
        if (options.MaxPayloadBytes < 0) { result.AddError($"{Key(nameof(options.MaxPayloadBytes))} is {options.MaxPayloadBytes}. Set it to 0 or more."); }
        if (options.MaxQueuedBytes <= 0) { result.AddError($"{Key(nameof(options.MaxQueuedBytes))} is {options.MaxQueuedBytes}. Set it above 0."); }
        if (options.MaxFileBytes <= 0) { result.AddError($"{Key(nameof(options.MaxFileBytes))} is {options.MaxFileBytes}. Set it above 0."); }
        if (options.MaxFiles < 1) { result.AddError($"{Key(nameof(options.MaxFiles))} is {options.MaxFiles}. Set it to 1 or more."); }
        if (options.Url is { } url && (!url.IsAbsoluteUri || url.Scheme is not ("http" or "https")))
        {
            result.AddError($"{Key(nameof(options.Url))} is '{url}'. Give an http or https address, or leave it out.");
        }

        if (!Uri.TryCreate(options.Source, UriKind.RelativeOrAbsolute, out _) || options.Source.Length == 0 || !options.Source.All(static c => c is > ' ' and < '\x7f'))
        {
            result.AddError($"{Key(nameof(options.Source))} is '{options.Source}'. Give a URI reference in ASCII, such as 'https://example.com/shop'.");
        }

        return result.Build();
    }

    private static string Key(string property) => $"{PayloadLogOptions.SectionName}:{property}";
}
