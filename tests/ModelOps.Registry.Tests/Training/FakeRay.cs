using System.Text.Json.Nodes;

namespace ModelOps.Registry.Tests.Training;

/// <summary>Ray's job server: errors are stack traces in plain text.</summary>
internal sealed class FakeRay : FakeScheduler
{
    public Dictionary<string, JsonObject> Jobs { get; } = [];

    public string Logs { get; set; } = "epoch 1\n";

    /// <summary>A job of the same id that another starter puts there between our look and our start.</summary>
    public bool LosesRace { get; set; }

    protected override HttpResponseMessage Answer(string method, string path, string query, JsonNode? body)
    {
        if (path == "/api/jobs/" && method == "POST")
        {
            string id = body!["submission_id"]!.GetValue<string>();
            if (LosesRace) { Jobs[id] = Job(id); }
            if (Jobs.ContainsKey(id)) { return Text(400, $"Traceback (most recent call last):\nValueError: Job with submission_id {id} already exists."); }
            Jobs[id] = Job(id);
            return Json(new JsonObject { ["job_id"] = id, ["submission_id"] = id });
        }

        string[] parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries); // api jobs {id} ...
        if (!Jobs.TryGetValue(parts[2], out JsonObject? job)) { return Text(404, $"Job {parts[2]} does not exist"); }
        if (parts is [.., "logs"]) { return Json(new JsonObject { ["logs"] = Logs }); }
        if (parts is [.., "stop"])
        {
            job["status"] = "STOPPED";
            return Json(new JsonObject { ["stopped"] = true });
        }

        return Json(job.DeepClone());
    }

    private static JsonObject Job(string id) => new()
    {
        ["type"] = "SUBMISSION",
        ["submission_id"] = id,
        ["status"] = "PENDING",
        ["message"] = "Job has not started yet.",
        ["start_time"] = 1_767_225_600_000,
        ["end_time"] = null,
        ["driver_exit_code"] = null,
    };
}
