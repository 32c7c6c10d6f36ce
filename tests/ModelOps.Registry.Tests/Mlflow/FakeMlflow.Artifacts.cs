using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Web;

namespace ModelOps.Registry.Tests.Mlflow;

internal sealed partial class FakeMlflow
{
    private readonly Dictionary<string, SortedDictionary<int, byte[]>> _uploads = [];

    private HttpResponseMessage AnswerArtifacts(HttpRequestMessage request, string call, byte[] body)
    {
        if (call == "artifacts") { return List(HttpUtility.ParseQueryString(request.RequestUri!.Query)["path"]!); }
        if (call.StartsWith("mpu/", StringComparison.Ordinal)) { return AnswerParts(request, call["mpu/".Length..], body); }
        string path = Uri.UnescapeDataString(call["artifacts/".Length..]);
        if (request.Method == HttpMethod.Put)
        {
            Artifacts[path] = body;
            return Ok([]);
        }

        if (!Artifacts.TryGetValue(path, out byte[]? content)) { return Error(HttpStatusCode.NotFound, "RESOURCE_DOES_NOT_EXIST", "No such artifact"); }
        return Content(request, content);
    }

    /// <summary>A file, or the range of it that was asked for.</summary>
    public static HttpResponseMessage Content(HttpRequestMessage request, byte[] content)
    {
        if (request.Headers.Range?.Ranges.Single().From is not { } from) { return new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(content) }; }
        if (from >= content.Length) { return new HttpResponseMessage(HttpStatusCode.RequestedRangeNotSatisfiable); }
        ByteArrayContent part = new(content[(int)from..]);
        part.Headers.ContentRange = new System.Net.Http.Headers.ContentRangeHeaderValue(from, content.Length - 1, content.Length);
        return new HttpResponseMessage(HttpStatusCode.PartialContent) { Content = part };
    }

    private HttpResponseMessage List(string folder)
    {
        string prefix = folder + "/";
        JsonArray files = [];
        foreach (IGrouping<string, KeyValuePair<string, byte[]>> entry in Artifacts.Where(a => a.Key.StartsWith(prefix, StringComparison.Ordinal)).GroupBy(a => a.Key[prefix.Length..].Split('/')[0]))
        {
            bool isFolder = entry.Any(a => a.Key[prefix.Length..].Contains('/', StringComparison.Ordinal));
            files.Add(isFolder ? new JsonObject { ["path"] = entry.Key, ["is_dir"] = true } : new JsonObject { ["path"] = entry.Key, ["is_dir"] = false, ["file_size"] = entry.Single().Value.Length });
        }

        return Ok(files.Count == 0 ? [] : new JsonObject { ["files"] = files });
    }

    private HttpResponseMessage AnswerParts(HttpRequestMessage request, string call, byte[] body)
    {
        if (!TakesParts) { return Error(HttpStatusCode.NotImplemented, "NOT_IMPLEMENTED", "Multipart upload is not supported for the current artifact repository"); }
        if (request.Method == HttpMethod.Put)
        {
            System.Collections.Specialized.NameValueCollection query = HttpUtility.ParseQueryString(request.RequestUri!.Query);
            int number = int.Parse(query["part"]!, CultureInfo.InvariantCulture);
            _uploads[query["upload"]!][number] = body;
            HttpResponseMessage answer = Ok([]);
            answer.Headers.TryAddWithoutValidation("ETag", $"\"tag-{number}\"");
            return answer;
        }

        JsonObject fields = JsonNode.Parse(body)!.AsObject();
        string verb = call.Split('/')[0];
        if (verb == "create")
        {
            string upload = NewId();
            _uploads[upload] = [];
            return Ok(new JsonObject
            {
                ["upload_id"] = upload,
                ["credentials"] = new JsonArray([.. Enumerable.Range(1, int.Parse(Text(fields, "num_parts"), CultureInfo.InvariantCulture)).Select(i => new JsonObject
                {
                    ["url"] = $"http://localhost/api/2.0/mlflow-artifacts/mpu/part?upload={upload}&part={i}",
                    ["part_number"] = i,
                    ["headers"] = new JsonObject(),
                })]),
            });
        }

        if (verb == "complete")
        {
            SortedDictionary<int, byte[]> parts = _uploads[Text(fields, "upload_id")];
            bool isRight = fields["parts"]!.AsArray().Select(static p => (p!["part_number"]!.GetValue<int>(), p["etag"]!.GetValue<string>())).SequenceEqual(parts.Keys.Select(static n => (n, $"\"tag-{n}\"")));
            if (!isRight) { return Error(HttpStatusCode.BadRequest, "INVALID_PARAMETER_VALUE", "wrong parts"); }
            Artifacts[Uri.UnescapeDataString(call["complete/".Length..]) + "/" + Text(fields, "path")] = [.. parts.Values.SelectMany(static p => p)];
        }

        return Ok([]);
    }
}
