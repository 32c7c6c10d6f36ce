using System.Globalization;
using System.Text;

namespace ModelOps.Registry.Gates;

/// <summary>Keeps losses as a document beside each version, so that a champion can be measured again on a newer hold-out.</summary>
/// <param name="documents">Where documents lie.</param>
public sealed class DocumentHoldoutLosses(IVersionDocumentStore documents) : IHoldoutLossSource
{
    /// <summary>Name of the document: a line with the data set, then <c>row,loss</c> lines, in UTF-8.</summary>
    public const string DocumentName = "holdout-losses.csv";

    private const string Header = "# dataset=";

    /// <summary>Keeps the losses of a version, in place of those it had.</summary>
    /// <param name="version">The version.</param>
    /// <param name="losses">The losses; ids of rows without line breaks, the whole at most <see cref="IVersionDocumentStore.MaxBytes"/>.</param>
    /// <param name="cancellationToken">Ends the call early; nothing is kept then.</param>
    /// <returns>A task that ends when they are kept.</returns>
    /// <exception cref="ArgumentException">A name has a line break, or there are too many rows.</exception>
    public Task PutAsync(ModelVersion version, HoldoutLosses losses, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(version);
        ArgumentNullException.ThrowIfNull(losses);
        StringBuilder text = new(Header + losses.Dataset + "\n");
        foreach ((string row, double loss) in losses.ByRow) { text.Append(row).Append(',').Append(loss.ToString("R", CultureInfo.InvariantCulture)).Append('\n'); }
        if (losses.ByRow.Keys.Append(losses.Dataset).Any(static name => name.AsSpan().ContainsAny('\n', '\r'))) { throw new ArgumentException("An id of a row or the data set has a line break.", nameof(losses)); }
        return documents.PutAsync(version.Model, version.Number, DocumentName, Encoding.UTF8.GetBytes(text.ToString()), cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="FormatException">The document is not one of losses.</exception>
    public async ValueTask<HoldoutLosses?> FindAsync(ModelVersion version, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(version);
        byte[]? content = await documents.FindAsync(version.Model, version.Number, DocumentName, cancellationToken).ConfigureAwait(false);
        return content is null ? null : Parse(Encoding.UTF8.GetString(content));
    }

    private static HoldoutLosses Parse(string text)
    {
        string[] lines = text.Split('\n');
        if (!lines[0].StartsWith(Header, StringComparison.Ordinal)) { throw new FormatException($"'{DocumentName}' does not begin with '{Header}'."); }
        Dictionary<string, double> rows = new(lines.Length, StringComparer.Ordinal);
        for (int i = 1; i < lines.Length; i++)
        {
            string line = lines[i].TrimEnd('\r');
            if (line.Length == 0) { continue; }
            int comma = line.LastIndexOf(',');
            if (comma < 0 || !double.TryParse(line.AsSpan(comma + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out double loss) || !rows.TryAdd(line[..comma], loss))
            {
                throw new FormatException($"Line {i + 1} of '{DocumentName}' is not 'row,loss', or its row stands there twice.");
            }
        }

        return new HoldoutLosses(lines[0][Header.Length..].TrimEnd('\r'), rows);
    }
}
