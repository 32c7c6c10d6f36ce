using System.Buffers;
using ModelOps.Drift.Reports.Markup;
using ModelOps.Drift.Reports.Sections;

namespace ModelOps.Drift.Reports;

/// <summary>Writes drift of a model version as one HTML page for people: no script, no file beside it, readable on a phone, in the dark, on paper and
/// by a screen reader.</summary>
/// <remarks>
/// <para>The page holds counts of bins and categories, moments and verdicts, never rows. Names of features and categories are escaped wherever they
/// appear; a policy inside the page forbids scripts, loading and sending. The markup is well-formed XML as well. Equal input gives equal bytes in every
/// culture.</para>
/// <para>Size is bounded by <see cref="DriftReportOptions"/>: about 10 KiB for each feature in full, 0.5 KiB for each listed one.</para>
/// <para>Safe for concurrent use.</para>
/// </remarks>
public static class DriftHtmlReport
{
    /// <summary>Media type of the page.</summary>
    public const string ContentType = "text/html; charset=utf-8";

    private const int FlushBytes = 64 * 1024;

    /// <summary>Writes the page.</summary>
    /// <param name="output">Where to write; gets UTF-8.</param>
    /// <param name="windows">Evaluations of one version, in any order; the newest is shown in full, all over time.</param>
    /// <param name="options">What to show; null for the defaults.</param>
    /// <exception cref="ArgumentException">There is no window, the windows are of several versions, or an option is out of its range.</exception>
    public static void Write(IBufferWriter<byte> output, IReadOnlyList<DriftEvaluation> windows, DriftReportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        var markup = new MarkupWriter(output);
        foreach (Action<MarkupWriter> part in Parts(ReportModel.Of(windows, options))) { part(markup); }
    }

    /// <summary>Writes the page piece by piece.</summary>
    /// <param name="output">Where to write; gets UTF-8, and is left open.</param>
    /// <param name="windows">Evaluations of one version, in any order; the newest is shown in full, all over time.</param>
    /// <param name="options">What to show; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the writing early, within a piece's time; the page is incomplete then.</param>
    /// <returns>A task that ends when all is written.</returns>
    /// <exception cref="ArgumentException">There is no window, the windows are of several versions, or an option is out of its range.</exception>
    public static async Task WriteAsync(
        Stream output, IReadOnlyList<DriftEvaluation> windows, DriftReportOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        var buffer = new ArrayBufferWriter<byte>(FlushBytes * 2);
        var markup = new MarkupWriter(buffer);
        foreach (Action<MarkupWriter> part in Parts(ReportModel.Of(windows, options)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            part(markup);
            if (buffer.WrittenCount >= FlushBytes) { await FlushAsync().ConfigureAwait(false); }
        }

        await FlushAsync().ConfigureAwait(false);

        async ValueTask FlushAsync()
        {
            await output.WriteAsync(buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
            buffer.ResetWrittenCount();
        }
    }

    private static IEnumerable<Action<MarkupWriter>> Parts(ReportModel model)
    {
        yield return markup => WriteHead(markup, model);
        yield return markup => HeaderSection.Write(markup, model);
        yield return markup => RankingSection.Write(markup, model);
        yield return markup => QualitySection.Write(markup, model);
        yield return markup => TimelineSection.Write(markup, model);
        yield return markup => PerformanceSection.Write(markup, model);
        yield return markup => SegmentSection.Write(markup, model);
        yield return markup => JointSection.Write(markup, model);
        int number = 0;
        foreach (FeatureView feature in model.Detailed)
        {
            if (++number == 1) { yield return FeatureSection.WriteHeading; }
            int at = number;
            yield return markup => FeatureSection.Write(markup, model, feature, at);
        }

        yield return markup => WriteFoot(markup, model);
    }

    private static void WriteHead(MarkupWriter markup, ReportModel model)
    {
        markup.Write($"<!DOCTYPE html>\n<html lang=\"en\" xmlns=\"http://www.w3.org/1999/xhtml\"><head><meta charset=\"utf-8\"/><meta http-equiv=\"Content-Security-Policy\" content=\"{ReportStyle.Policy}\"/>");
        markup.Write($"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/><meta name=\"referrer\" content=\"no-referrer\"/><title>{ReportText.Name(model.Title)}</title>\n<style>");
        markup.Raw(ReportStyle.Sheet);
        markup.Raw("</style></head><body><main>\n");
    }

    private static void WriteFoot(MarkupWriter markup, ReportModel model)
    {
        markup.Raw("</main><footer>");
        if (model.Options.Note is { } note) { markup.Write($"<p>{note}</p>"); }
        markup.Raw("<p>Made by ModelOps.Drift. Times are UTC. Shares are of values that are neither missing nor infinite unless said otherwise.</p></footer></body></html>\n");
    }
}
