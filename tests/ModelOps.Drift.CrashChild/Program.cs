// A process that tests start to write drift buckets into a folder, and to kill.
//   <folder> <replica>   writes the bucket of one minute again and again, each time larger, and says each sequence once it is kept
using System.Globalization;
using ModelOps;
using ModelOps.Drift.Buckets;

if (args is not [string folder, string replica])
{
    await Console.Error.WriteLineAsync("Usage: <folder> <replica>");
    return 2;
}

FolderDriftBuckets store = new(new FolderDriftBucketsOptions { Path = folder });
DateTimeOffset now = TimeProvider.System.GetUtcNow();
DateTimeOffset minute = new(now.Ticks - (now.Ticks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
Guid epoch = Guid.NewGuid();
for (long sequence = 1; ; sequence++)
{
    byte[] content = new byte[20_000 + sequence];
    content.AsSpan().Fill((byte)sequence);
    await store.PutAsync([new DriftBucket("demand", "1", minute, TimeSpan.FromMinutes(1), replica, epoch, sequence, content)]);
    await Console.Out.WriteLineAsync(sequence.ToString(CultureInfo.InvariantCulture));
}
