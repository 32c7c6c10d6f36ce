using System.Text;

namespace ModelOps.Registry.Training.Embedded;

/// <summary>The files of one job's log: the newest part, the part before it, and a mark that says something older was left out.</summary>
internal sealed class JobLogFiles(string folder, string id)
{
    private readonly string _newest = Path.Combine(folder, id + ".log");
    private readonly string _older = Path.Combine(folder, id + ".1.log");
    private readonly string _cut = Path.Combine(folder, id + ".cut");

    public FileStream OpenNewest()
    {
        Directory.CreateDirectory(folder);
        return new FileStream(_newest, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0); // what the disk has no room for must not come again at the end
    }

    public void Turn()
    {
        if (File.Exists(_older)) { File.WriteAllBytes(_cut, []); }
        File.Move(_newest, _older, overwrite: true);
    }

    public async Task<TrainingJobLog> ReadAsync(CancellationToken cancellationToken)
    {
        byte[] older = await ReadAsync(_older, cancellationToken).ConfigureAwait(false);
        byte[] newest = await ReadAsync(_newest, cancellationToken).ConfigureAwait(false);
        return new TrainingJobLog(Encoding.UTF8.GetString([.. older, .. newest]), !File.Exists(_cut));
    }

    public void Delete()
    {
        foreach (string file in new[] { _newest, _older, _cut })
        {
            try { File.Delete(file); }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException) { } // the next clean-up may
        }
    }

    private static async Task<byte[]> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            await using (stream.ConfigureAwait(false))
            {
                byte[] bytes = new byte[stream.Length]; // what is written meanwhile comes with the next call
                int read = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
                return bytes[..read];
            }
        }
        catch (IOException) // not there, or turned over just now
        {
            return [];
        }
    }
}
