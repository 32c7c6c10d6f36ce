using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using ModelOps.Registry.Dvc;
using ModelOps.Registry.PostgreSql.S3;
using ModelOps.Registry.PostgreSql.Validation;

namespace ModelOps.Registry.PostgreSql;

/// <summary>An S3-compatible bucket as a DVC remote: what DVC itself reads and writes at <c>s3://bucket/prefix</c>.</summary>
/// <remarks>Thread-safe. It tries again by itself where the store cannot answer; a store that refuses is a <see cref="ModelOpsException"/> that says what mends it.</remarks>
public sealed partial class S3DvcRemote : IDvcRemote, IDisposable
{
    private readonly S3Client _client;
    private readonly string _prefix;

    /// <summary>Makes the remote.</summary>
    /// <param name="options">The bucket; <see cref="S3Options.Prefix"/> is the path of the remote's URL, empty for the bucket itself. Read once.</param>
    /// <param name="timeProvider">Clock of signatures and waits; null for the system's.</param>
    /// <exception cref="OptionsValidationException">An option is missing or out of its range.</exception>
    public S3DvcRemote(S3Options options, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ValidateOptionsResultBuilder result = new();
        if (options.Endpoint is null) { result.AddError($"{S3Options.SectionName}:{nameof(S3Options.Endpoint)} is missing. Set it to the address of the store, e.g. https://s3.eu-central-1.amazonaws.com."); }
        else { S3OptionsRules.Check(options, result); }
        ValidateOptionsResult validated = result.Build();
        if (validated.Failed) { throw new OptionsValidationException(S3Options.SectionName, typeof(S3Options), validated.Failures); }
        _client = new S3Client(options, S3Credentials.From(options)!, timeProvider ?? TimeProvider.System);
        _prefix = options.Prefix.Trim('/') is { Length: > 0 } prefix ? prefix + "/" : "";
    }

    /// <inheritdoc/>
    public async Task<bool> ExistsAsync(string key, CancellationToken cancellationToken = default) =>
        await _client.HeadAsync(_prefix + key, cancellationToken).ConfigureAwait(false) is not null;

    /// <inheritdoc/>
    public async Task<Stream?> OpenReadAsync(string key, CancellationToken cancellationToken = default)
    {
        try
        {
            return await S3ReadStream.OpenAsync(_client, _prefix + key, 0, null, cancellationToken).ConfigureAwait(false);
        }
        catch (S3Exception error) when (error.IsMissing)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async Task WriteAsync(string key, Stream content, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        if (content is FileStream file)
        {
            file.Position = 0;
            string sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken).ConfigureAwait(false));
            await _client.PutFileAsync(_prefix + key, file.Name, sha256, S3Condition.None, cancellationToken).ConfigureAwait(false);
            return;
        }

        // Others go through a file: parts are sent side by side and again when they fail.
        FileStream copy = new(Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous | FileOptions.DeleteOnClose);
        await using (copy.ConfigureAwait(false))
        {
            content.Position = 0;
            await content.CopyToAsync(copy, cancellationToken).ConfigureAwait(false);
            await copy.FlushAsync(cancellationToken).ConfigureAwait(false);
            await WriteAsync(key, copy, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _client.Dispose();
}
