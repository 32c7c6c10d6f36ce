using System.Buffers;
using System.Text;
using System.Text.Json;
using ModelOps.Drift.Profiles;

namespace ModelOps.Drift;

/// <summary>Keeps the newest current profile as a document beside each version. Safe for concurrent use.</summary>
/// <param name="documents">Where documents lie.</param>
public sealed class DocumentCurrentProfiles(IVersionDocumentStore documents) : ICurrentProfileSource
{
    /// <summary>Name of the document: JSON with <c>window</c>, <c>at</c> and <c>profile</c>, which is as <see cref="DriftProfileFile"/> writes it.</summary>
    public const string DocumentName = "drift-current.json";

    private const int MaxWindowLength = 256;

    /// <summary>Keeps a profile, in place of the one before.</summary>
    /// <param name="version">The version whose reference it was built over.</param>
    /// <param name="current">The profile.</param>
    /// <param name="cancellationToken">Ends the call early; nothing is kept then.</param>
    /// <returns>A task that ends when it is kept.</returns>
    /// <exception cref="ArgumentException">The window has no id or too long a one, or the profile is larger than <see cref="IVersionDocumentStore.MaxBytes"/>.</exception>
    public Task PutAsync(ModelVersion version, CurrentProfile current, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(version);
        ArgumentNullException.ThrowIfNull(current);
        if (current.Window is not { Length: >= 1 and <= MaxWindowLength })
        {
            throw new ArgumentException($"The window has an id of {current.Window?.Length ?? 0} characters. Use 1 to {MaxWindowLength}.", nameof(current));
        }

        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("window", current.Window);
            json.WriteString("at", current.At);
            json.WritePropertyName("profile");
            json.WriteRawValue(DriftProfileFile.Write(current.Profile));
            json.WriteEndObject();
        }

        return documents.PutAsync(version.Model, version.Number, DocumentName, bytes.WrittenMemory, cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="DriftProfileFormatException">The document is no such profile, or is damaged.</exception>
    public async ValueTask<CurrentProfile?> FindAsync(ModelVersion version, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(version);
        return await documents.FindAsync(version.Model, version.Number, DocumentName, cancellationToken).ConfigureAwait(false) is { } content ? Parse(content) : null;
    }

    private static CurrentProfile Parse(byte[] content)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(content);
            JsonElement root = json.RootElement;
            DatasetProfile profile = DriftProfileFile.Read(Encoding.UTF8.GetBytes(root.GetProperty("profile").GetRawText()));
            return new CurrentProfile(root.GetProperty("window").GetString() ?? throw new FormatException(), root.GetProperty("at").GetDateTimeOffset(), profile);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new DriftProfileFormatException($"'{DocumentName}' is not the JSON of a current profile. Write it with {nameof(DocumentCurrentProfiles)}", error);
        }
    }
}
