using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ModelOps.Serving.AspNetCore.Endpoints;

namespace ModelOps.Serving.AspNetCore.Reports;

/// <summary>Lists and serves reports on models.</summary>
internal sealed class ReportEndpoints(IReadOnlyList<IModelReportSource> sources, string path)
{
    // Reports hold names that callers may have chosen. Whatever a source writes, it must not run, send or be framed in the operators' origin.
    private const string Policy = "sandbox; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    public async Task ListAsync(HttpContext context)
    {
        List<(IModelReportSource Source, ModelReportEntry Entry)> entries = [];
        foreach (IModelReportSource source in sources)
        {
            foreach (ModelReportEntry entry in await source.ListAsync(context.RequestAborted).ConfigureAwait(false)) { entries.Add((source, entry)); }
        }

        await JsonAnswer.WriteAsync(
            context.Response,
            writer =>
            {
                writer.WriteStartObject();
                writer.WriteStartArray("reports"u8);
                foreach ((IModelReportSource source, ModelReportEntry entry) in entries)
                {
                    writer.WriteStartObject();
                    writer.WriteString("kind"u8, source.Kind);
                    writer.WriteString("model"u8, entry.Model);
                    writer.WriteString("version"u8, entry.Version);
                    writer.WriteString("at"u8, entry.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture));
                    writer.WriteString("path"u8, $"{context.Request.PathBase}{path}/{source.Kind}/{Uri.EscapeDataString(entry.Model)}/versions/{Uri.EscapeDataString(entry.Version)}");
                    writer.WriteStartArray("formats"u8);
                    foreach (string format in source.Formats) { writer.WriteStringValue(format); }
                    writer.WriteEndArray();
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            },
            context.RequestAborted).ConfigureAwait(false);
    }

    public async Task GetAsync(HttpContext context)
    {
        string kind = (string)context.GetRouteValue("kind")!;
        string model = (string)context.GetRouteValue("model")!;
        string? version = (string?)context.GetRouteValue("version");
        IModelReportSource source = sources.FirstOrDefault(source => source.Kind == kind)
            ?? throw Missing($"There are no reports of that kind. Use {string.Join(", ", sources.Select(static source => source.Kind))}.");
        string format = context.Request.Query["format"].ToString() is { Length: > 0 } asked ? asked : source.Formats[0];
        if (!source.Formats.Contains(format, StringComparer.Ordinal))
        {
            throw Missing($"Reports of kind '{source.Kind}' have no such format. Use {string.Join(", ", source.Formats)}.");
        }

        ModelReportContent report = await source.CreateAsync(model, version, format, context.RequestAborted).ConfigureAwait(false)
            ?? throw Missing("There is nothing to report on of that model or version yet. The list of reports says which there are.");
        HttpResponse response = context.Response;
        response.ContentType = report.ContentType;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = Policy;
        if (HttpMethods.IsHead(context.Request.Method)) { return; }
        await report.WriteAsync(response.Body, context.RequestAborted).ConfigureAwait(false);
    }

    private static RequestRefusedException Missing(string message) => new(StatusCodes.Status404NotFound, EndpointErrorCodes.ReportNotFound, message);
}
