using BigBen.ServiceDefaults;
using BigBen.ServiceDefaults.Tests;

return await ServiceProgram.RunAsync(args, Specimen.Build);
