using System.Globalization;
using System.Text.Json;
using ModelOps.Registry.Transfers;

namespace ModelOps.Registry.Oci.Distribution;

/// <summary>Lists the tags of a repository, page by page.</summary>
internal sealed class TagLists(RegistryTransport transport, OciOptions options)
{
    private const int PageSize = 1000;

    public async Task<IReadOnlyList<string>> ListAsync(OciReference repository, CancellationToken cancellationToken)
    {
        List<string> tags = [];
        HashSet<Uri> seen = [];
        Uri? page = OciAddresses.Of(repository, options, string.Create(CultureInfo.InvariantCulture, $"tags/list?n={PageSize}"));
        Uri home = page;
        while (page is not null && seen.Add(page))
        {
            OciCall call = new(repository, HttpMethod.Get, page);
            using StallClock clock = transport.StartClock(cancellationToken);
            using HttpResponseMessage response = await transport.SendAsync(call, cancellationToken).ConfigureAwait(false);
            await RegistryAnswers.ExpectAsync(response, call, "list of tags", clock, 200).ConfigureAwait(false);
            byte[] body = await BoundedBody.ReadAsync(response, options.MaxManifestBytes, repository.Registry, "list of tags", clock).ConfigureAwait(false);
            tags.AddRange((Parse(body, repository)?.Tags ?? []).Where(OciReference.IsTag));
            if (tags.Count > options.MaxTags)
            {
                throw OciException.Unusable(repository.Registry, $"'{repository.Repository}' has more than {options.MaxTags} tags. Raise {OciOptions.SectionName}:{nameof(OciOptions.MaxTags)}");
            }

            page = OciAddresses.Next(response, page);
            if (page is not null && page.Authority != home.Authority) { throw OciException.Unusable(repository.Registry, "its list of tags goes on at another host"); }
        }

        return tags;
    }

    private static OciTagList? Parse(byte[] body, OciReference repository)
    {
        try
        {
            return JsonSerializer.Deserialize(body, OciJson.Default.OciTagList);
        }
        catch (JsonException error)
        {
            throw OciException.Unusable(repository.Registry, "its list of tags is not JSON of one", cause: error);
        }
    }
}
